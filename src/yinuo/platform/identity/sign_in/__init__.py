"""How staff get in: password, second factor, passkey, persona; and how sessions live and end."""
