# shellcheck shell=bash
# Telling and counting, for the test scripts: `ok NAME`, `not_ok NAME WHY`, `skip NAME WHY`, and `totals` at the end.

passed=0
failed=0
skipped=0

ok() {
  passed=$((passed + 1))
  printf 'ok - %s\n' "$1"
}

not_ok() {
  failed=$((failed + 1))
  printf 'not ok - %s: %s\n' "$1" "$2"
}

skip() {
  skipped=$((skipped + 1))
  printf 'skipped - %s: %s\n' "$1" "$2"
}

totals() {
  printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  [ "$failed" -eq 0 ]
}

count() { # FILE: adds what the output of a nested run, kept in FILE, tells; its closing line is not repeated
  local p f s
  read -r p f s < <(sed -nE 's/^([0-9]+) passed, ([0-9]+) failed(, ([0-9]+) skipped)?$/\1 \2 \4/p' "$1" | tail -n 1) || true
  [ -n "${p:-}" ] || return 1
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + ${s:-0}))
}

server_to_test() { # [PATH]: the absolute path of the staffwork to test; built unless it is given
  local project
  project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
  if [ -z "${1:-}" ]; then
    (cd "$project" && cargo build --release --locked) >&2 || return 1
    set -- "${CARGO_TARGET_DIR:-$project/target}/release/staffwork"
  fi
  [ -x "$1" ] || { echo "there is no program $1" >&2; return 1; }
  printf '%s/%s\n' "$(cd "$(dirname "$1")" && pwd)" "$(basename "$1")"
}
