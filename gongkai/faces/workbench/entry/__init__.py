"""进来: logging in, from outside too, the first set-up, where one lands."""
