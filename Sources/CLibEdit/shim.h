#pragma once

// libedit (editline(3)), with a function for each variadic call: Swift imports none of those.

#include <histedit.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>

typedef wchar_t *(*vmrun_el_prompt)(EditLine *);
typedef unsigned char (*vmrun_el_command)(EditLine *, int);

// A character type that can hold what people type. Without one, libedit drops all but ASCII.
static inline void vmrun_el_locale(void) {
  setlocale(LC_CTYPE, "");
  if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0) setlocale(LC_CTYPE, "C.UTF-8");
}

static inline EditLine *vmrun_el_open(const char *program) {
  EditLine *editor = el_init(program, stdin, stdout, stderr);
  if (editor) el_wset(editor, EL_EDITOR, L"emacs");
  return editor;
}

static inline void vmrun_el_client_data(EditLine *editor, void *data) { el_wset(editor, EL_CLIENTDATA, data); }

static inline void *vmrun_el_get_client_data(EditLine *editor) {
  void *data = NULL;
  el_wget(editor, EL_CLIENTDATA, &data);
  return data;
}

// `literal` encloses what takes no room on the screen, such as colours.
static inline void vmrun_el_prompt_function(EditLine *editor, vmrun_el_prompt prompt, wchar_t literal) {
  el_wset(editor, EL_PROMPT_ESC, prompt, literal);
}

static inline void vmrun_el_reader(EditLine *editor, el_rfunc_t read) { el_wset(editor, EL_GETCFN, read); }

// libedit keeps the names' addresses, so they are literals.
static inline void vmrun_el_commands(
    EditLine *editor, vmrun_el_command complete, vmrun_el_command interrupt, vmrun_el_command suspend) {
  static const wchar_t *const keys[][2] = {
      {L"^I", L"vmrun-complete"},
      {L"^C", L"vmrun-interrupt"},
      {L"^Z", L"vmrun-suspend"},
      {L"^R", L"em-inc-search-prev"},
      {L"^W", L"ed-delete-prev-word"},
      {L"\\e[3~", L"ed-delete-next-char"},
      {L"\\e[1~", L"ed-move-to-beg"},
      {L"\\e[4~", L"ed-move-to-end"},
      {L"\\e[H", L"ed-move-to-beg"},
      {L"\\e[F", L"ed-move-to-end"},
      {L"\\e[1;5C", L"em-next-word"},
      {L"\\e[1;5D", L"ed-prev-word"},
      {L"\\eb", L"ed-prev-word"},
      {L"\\ef", L"em-next-word"},
  };
  el_wset(editor, EL_ADDFN, L"vmrun-complete", L"Complete the word", complete);
  el_wset(editor, EL_ADDFN, L"vmrun-interrupt", L"Clear the line", interrupt);
  el_wset(editor, EL_ADDFN, L"vmrun-suspend", L"Stop the process", suspend);
  for (size_t index = 0; index < sizeof keys / sizeof keys[0]; index++)
    el_wset(editor, EL_BIND, keys[index][0], keys[index][1], NULL);
}

// Ctrl-C and Ctrl-Z arrive as characters, in order with all others, and not as signals.
static inline void vmrun_el_no_signals(EditLine *editor) { el_wset(editor, EL_SETTY, L"-d", L"-isig", NULL); }

static inline void vmrun_el_prepare_terminal(EditLine *editor, int raw) { el_wset(editor, EL_PREP_TERM, raw); }

static inline void vmrun_el_refresh(EditLine *editor) { el_wset(editor, EL_REFRESH); }

static inline HistoryW *vmrun_history_open(int limit) {
  HistoryW *history = history_winit();
  HistEventW event;
  if (!history) return NULL;
  history_w(history, &event, H_SETSIZE, limit);
  history_w(history, &event, H_SETUNIQUE, 1);
  return history;
}

static inline void vmrun_history_use(HistoryW *history, EditLine *editor) {
  el_wset(editor, EL_HIST, history_w, history);
}

static inline void vmrun_history_enter(HistoryW *history, const wchar_t *line) {
  HistEventW event;
  history_w(history, &event, H_ENTER, line);
}

static inline void vmrun_flush_output(void) { fflush(stdout); }

// Columns of a character; wchar.h declares it for those only who ask for X/Open.
static inline int vmrun_character_width(wchar_t character) {
  extern int wcwidth(wchar_t);
  return wcwidth(character);
}

// ioctl_tty(2). False when the descriptor is no terminal.
static inline int vmrun_terminal_size(int descriptor, int *columns, int *rows) {
  struct winsize size;
  if (ioctl(descriptor, TIOCGWINSZ, &size) != 0) return 0;
  *columns = size.ws_col;
  *rows = size.ws_row;
  return 1;
}
