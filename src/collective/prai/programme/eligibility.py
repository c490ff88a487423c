"""Who may apply for what: each rule of a call with its result and its reason (pure)."""
