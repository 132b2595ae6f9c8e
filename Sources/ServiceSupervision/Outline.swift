enum ServiceSupervisionOutline {}
