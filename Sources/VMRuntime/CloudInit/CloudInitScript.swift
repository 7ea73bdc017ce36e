/// Runs in the guest's shell and tells how far its set-up is: whenever that changes, until the end.
///
/// It reads the files that cloud-init keeps in `/run/cloud-init`, which `cloud-init status` prints: to start that program
/// again and again would slow a guest without KVM down. Source: cloud-init's documentation, "Why is status.json there".
enum CloudInitScript {
  /// The lines begin with `status`, `result`, `log`, `missing`, `disabled` or `tiny`.
  static let text = """
    if [ -x /usr/lib/tiny/seed ]; then
      until [ -s /run/tiny/result ]; do sleep 1; done
      read -r result </run/tiny/result
      [ "$result" = done ] || tail -n 12 /var/log/runcmd.log | sed 's/^/log /'
      echo "tiny $result"
      exit
    fi
    if [ ! -e /run/cloud-init/disabled ] && ! command -v cloud-init >/dev/null; then echo missing; exit; fi
    if [ -e /run/cloud-init/disabled ]; then echo disabled; exit; fi
    as=
    [ "$(id -u)" = 0 ] || as='sudo -n'
    one_line() { tr -d '\\n' <"$1" 2>/dev/null || $as cat "$1" 2>/dev/null | tr -d '\\n'; }
    # What was written since the last boot.
    recent() {
      $as cat "$1" 2>/dev/null | awk -v pattern="$2" -v limit="$3" "
        /running 'init-local'/ { count = 0 }
        \\$0 ~ pattern { lines[count++] = \\$0 }
        END { for (i = count > limit ? count - limit : 0; i < count; i++) print \\"log \\" lines[i] }"
    }
    last=
    while :; do
      ended=
      [ ! -e /run/cloud-init/result.json ] || ended=1
      now=$(one_line /run/cloud-init/status.json)
      [ "$now" = "$last" ] || echo "status $now"
      last=$now
      [ -z "$ended" ] || break
      sleep 1
    done
    result=$(one_line /run/cloud-init/result.json)
    case $(echo "$result" | tr -d ' ') in
    *'"errors":[]'*) ;;
    *)
      recent /var/log/cloud-init.log '[[](WARNING|ERROR|CRITICAL)[]]' 8
      recent /var/log/cloud-init-output.log . 12
      ;;
    esac
    echo "result $result"
    """
}
