"""Commands as the shell runs them, in this process."""

from click.testing import CliRunner

from wfm.cli import main


def done(*arguments, code=0):
    """Run a command to its end; ``code`` is the exit code that the shell has to see, and no exception another."""
    result = CliRunner().invoke(main, [str(a) for a in arguments])
    assert result.exit_code == code, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def run(*arguments, code=0):
    """All that such a command says, on both streams."""
    return done(*arguments, code=code).output
