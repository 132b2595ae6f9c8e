enum ServiceIdentityOutline {}
