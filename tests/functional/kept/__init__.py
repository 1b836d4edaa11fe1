"""Pages kept whole for visitors without cookies."""
