"""Settings, addresses and wiring: what joins the apps into one site."""
