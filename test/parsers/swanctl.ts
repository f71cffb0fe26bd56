import { inTree, Outcome, TreeFile } from "./tree";

/** What charon took of a gateway's files. */
export interface Loaded extends Outcome {
  readonly connections: readonly string[];
  readonly secrets: readonly string[];
}

/** A syntax error of a file is no failure to swanctl; it says so and loads the rest. */
const start = (then: string) => `charon-systemd >/run/charon.log 2>&1 &
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
  swanctl --stats >/dev/null 2>&1 && break
  sleep 0.1
done
swanctl --load-all --noprompt 2>&1 | tee /run/swanctl.log
! grep -q 'invalid config file\\|syntax error\\|failed to parse\\|loading .* failed' /run/swanctl.log
status=$?
${then}
kill $!
wait $!
cat /run/charon.log
exit $status
`;

/**
 * Loads the files with a charon of its own, in a network that is not connected.
 *
 * @param then what the shell shall do behind that, with charon running
 */
export function checkSwanctl(tree: string, files: readonly TreeFile[], then = ":"): Loaded {
  const outcome = inTree(tree, files, start(then));
  const names = (what: RegExp) => [...outcome.output.matchAll(what)].map((match) => match[1]!);
  return {
    ...outcome,
    connections: names(/^loaded connection '(.*)'$/gm),
    secrets: names(/^loaded ike secret '(.*)'$/gm),
  };
}
