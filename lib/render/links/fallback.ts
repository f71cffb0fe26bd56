import { Parts } from "./parts";

/**
 * What the script knows of fallbacks. Their protocol is that of redirects, the only routes that FRR takes
 * no notice of (measured with FRR 8.4 and 10.3): others count as a way that the gateway has by itself, and
 * it would go on announcing networks that only its partner has.
 */
export const FALLBACK_PARTS: Partial<Parts> = {
  present: String.raw`  for family in -4 -6; do
    ip -o "$family" route show proto redirect |
      while read -r route; do echo "fallback $family $route "; done
  done
`,
  wanted: String.raw`  fallback() { wanted="$wanted""fallback $* $line_end"; }
`,
  removed: String.raw`      fallback) shift; family=$1; shift; run ip "$family" route delete "$@" proto redirect ;;
`,
  made: String.raw`  # fallback FAMILY ROUTE
  fallback() {
    has "$present" "fallback $*" && return
    family=$1
    shift
    run ip "$family" route add "$@" proto redirect
  }
`,
};
