"""One file a rule: what makes it speak, and the near misses that leave it silent."""
