"""What the screens of the control room read, a file each: bounded in rows and in statements, whatever the size of the database."""
