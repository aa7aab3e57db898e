# Sourced by up.sh and down.sh: background processes with a pid file each under .run.

run="$root/.run"

# The time a process was started at, in clock ticks since boot: tells it from a later one of the same pid.
born() { sed -E 's/^.*\) //' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 20; }

pid_of() { # pid_of NAME: the pid of what was started under this name, if it is still that process
  local pid when
  [ -f "$run/$1.pid" ] || return 1
  read -r pid when <"$run/$1.pid"
  [ -n "$when" ] && [ "$(born "$pid")" = "$when" ] && echo "$pid"
}

start() { # start NAME COMMAND...: in the background, apart from this terminal, output in .run/NAME.log
  local name=$1
  shift
  setsid "$@" >"$run/$name.log" 2>&1 </dev/null &
  local pid=$!
  echo "$pid $(born "$pid")" >"$run/$name.pid"
}

wait_for() { # wait_for NAME SECONDS COMMAND...: until the command succeeds; fails if the process ends before
  local name=$1 tries=$(($2 * 5))
  shift 2
  while ! "$@" >/dev/null 2>&1; do
    pid_of "$name" >/dev/null && [ $((tries -= 1)) -gt 0 ] || {
      echo "$name did not get ready. The end of .run/$name.log:" >&2
      tail -n 15 "$run/$name.log" >&2
      return 1
    }
    sleep 0.2
  done
}

stop() { # stop NAME: ends it politely, then not; takes its pid file away
  local pid tries=200
  if pid=$(pid_of "$1"); then
    kill -TERM "$pid" 2>/dev/null || true
    while pid_of "$1" >/dev/null && [ $((tries -= 1)) -gt 0 ]; do sleep 0.2; done
    if pid=$(pid_of "$1"); then kill -KILL "$pid" 2>/dev/null || true; fi
    echo "stopped $1"
  fi
  rm -f "$run/$1.pid"
}
