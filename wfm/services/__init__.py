"""What a user does that changes data, with roles checked."""
