#pragma once

// libedit (editline(3)), with a function for each variadic call: Swift imports none of those.

#include <histedit.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

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

static inline void vmrun_el_command_function(
    EditLine *editor, const wchar_t *name, const wchar_t *help, vmrun_el_command function) {
  el_wset(editor, EL_ADDFN, name, help, function);
}

static inline void vmrun_el_bind(EditLine *editor, const wchar_t *key, const wchar_t *command) {
  el_wset(editor, EL_BIND, key, command, NULL);
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
