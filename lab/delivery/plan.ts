import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

/** A session that synthesis planned, by the gateway's name. */
export interface PlannedSession {
  gateway: string;
  neighbor: string;
  description: string;
  bfd: boolean;
}

/** As much of plan.json as the lab reads; the rest may change as it likes. */
const plan = z.object({
  gateways: z.array(
    z.object({
      name: z.string(),
      bgp: z
        .object({
          sessions: z.array(
            z.object({
              neighbor: z.string().optional(),
              description: z.string().default("planned"),
              bfdProfile: z.string().optional(),
            }),
          ),
        })
        .optional(),
    }),
  ),
});

/** The sessions with a known neighbor that a stack's plan promises; none if it has no plan. */
export async function plannedSessions(stack: string): Promise<PlannedSession[]> {
  const path = join(stack, "plan.json");
  if (!existsSync(path)) return [];
  const { gateways } = plan.parse(JSON.parse(await readFile(path, "utf8")));
  return gateways.flatMap(({ name, bgp }) =>
    (bgp?.sessions ?? []).flatMap(({ neighbor, description, bfdProfile }) =>
      neighbor === undefined
        ? []
        : { gateway: name, neighbor, description, bfd: bfdProfile !== undefined },
    ),
  );
}
