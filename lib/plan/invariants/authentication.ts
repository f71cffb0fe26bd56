import { Problem, problem } from "../../model/problem";
import { duplicates } from "../overlap";
import { Topology } from "../topology";

/** Raw public keys: both ends have one, and each its own. */
export function authenticationProblems(topology: Topology): Problem[] {
  const { vpns, policyVpns, gateways, foreignGateways } = topology.intent;
  const missing = [...vpns, ...policyVpns]
    .filter(({ rawPublicKeys }) => rawPublicKeys)
    .flatMap(({ path, left, right }) =>
      [left, right].flatMap((end) => {
        const gateway = topology.gateway(end);
        if (!gateway || gateway.publicKey !== undefined) return [];
        return [
          problem(
            end,
            "publicKey",
            undefined,
            `a public key, since ${path} authenticates by them`,
            "set publicKey: `openssl pkey -in private.pem -pubout` prints it",
          ),
        ];
      }),
    );
  const keys = [...gateways, ...foreignGateways].flatMap(({ path, publicKey }) =>
    publicKey === undefined ? [] : [{ path, publicKey: publicKey.replace(/\s/g, "") }],
  );
  return [
    ...missing,
    ...duplicates(keys, ({ publicKey }) => publicKey).map(([first, second]) =>
      problem(
        second.path,
        "publicKey",
        `that of ${first.path}`,
        "a key of its own",
        "make a private key on each gateway, which never leaves it",
      ),
    ),
  ];
}
