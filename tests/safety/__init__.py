"""Nothing may leave, be taken, be lost or be doubled: the refusals of the whole house."""
