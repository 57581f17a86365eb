"""Why a roster is as it is: who cannot be rostered, why an interval is short, why this shift, what each rule costs."""
