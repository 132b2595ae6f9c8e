#pragma once

/* A close-on-exec descriptor of an empty file that is nowhere but in memory. */
int platform_memory_file(const char *name);
