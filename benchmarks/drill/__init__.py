"""The deployed stack under kills, crashes, a dead mail server and prying eyes (`make drill`)."""
