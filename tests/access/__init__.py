"""Who may open what: every address x role x object x method, beside a declared matrix."""
