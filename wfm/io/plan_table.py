"""What the tables of the plan file have in common."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]
NotNegative = Annotated[float, Field(ge=0)]
Windows = Annotated[list[str], Field(description="Rules such as 'mon-fri 08:00-17:00'.")]


class Table(BaseModel):
    """A table of the file: unknown keys are refused, so that a typing error is never silently ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)
