#pragma once

#define _XOPEN_SOURCE_EXTENDED 1 /* cchar_t, setcchar, wadd_wch */
#define NCURSES_WIDECHAR 1
#define NCURSES_NOMACROS 1 /* functions, not macros */
#include <curses.h>
#include <langinfo.h>
#include <locale.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <term.h>
#include <wchar.h>

/* Macros with casts do not come through to Swift. */
static const attr_t ncurses_bold = A_BOLD;
static const attr_t ncurses_dim = A_DIM;
static const attr_t ncurses_italic = A_ITALIC;
static const attr_t ncurses_underline = A_UNDERLINE;
static const attr_t ncurses_reverse = A_REVERSE;

/* Nor do variables that anybody may change. */
static inline int ncurses_colours(void) { return COLORS; }
static inline int ncurses_colour_pairs(void) { return COLOR_PAIRS; }

/* Puts a base character with its marks, NUL-terminated, into a cell; ERR if it is none. The result of the move is of no
   use: the last cell of a window cannot move the cursor on. */
static inline int ncurses_put(WINDOW *window, int row, int column, const wchar_t *text, attr_t attributes, int pair) {
    cchar_t cell;
    if (setcchar(&cell, text, attributes, 0, &pair) == ERR) return ERR;
    mvwadd_wch(window, row, column, &cell);
    return OK;
}

/* The columns that the C library, and so ncurses, gives a scalar; -1 if it cannot be shown. */
static inline int ncurses_columns(uint32_t scalar) { return wcwidth((wchar_t)scalar); }

/* Takes the user's character set (LC_ALL, LC_CTYPE, LANG); or UTF-8 whatever they say. True if it is UTF-8 now. */
static inline int ncurses_use_locale(int force_utf8) {
    int is_set = setlocale(LC_CTYPE, force_utf8 ? "C.UTF-8" : "") != NULL;
    return is_set && strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}
