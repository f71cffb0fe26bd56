import { BfdPeer, BfdProfile, FrrDocument } from "./tree";
import { address, device, name, wholeNumber } from "./words";

export function bfd({ bfdProfiles, bfdPeers }: FrrDocument): string[] {
  if (bfdProfiles.length === 0) return [];
  return ["bfd", ...bfdProfiles.flatMap(profile), ...bfdPeers.flatMap(peer), "exit"];
}

function profile(it: BfdProfile): string[] {
  const option = (word: string, value: number | undefined, low: number, high: number) =>
    value === undefined ? [] : [`  ${word} ${wholeNumber(value, low, high)}`];
  return [
    ` profile ${name(it.name)}`,
    ...option("detect-multiplier", it.detectMultiplier, 2, 255),
    ...option("transmit-interval", it.transmitIntervalMs, 10, 60000),
    ...option("receive-interval", it.receiveIntervalMs, 10, 60000),
    ...(it.passiveMode ? ["  passive-mode"] : []),
    ...(it.echoMode ? ["  echo-mode"] : []),
    ...option("echo transmit-interval", it.echoIntervalMs, 10, 60000),
    ...option("echo receive-interval", it.echoIntervalMs, 10, 60000),
    " exit",
    " !",
  ];
}

function peer(it: BfdPeer): string[] {
  const words = [
    ` peer ${address(it.neighbor)}`,
    ...(it.multihopFrom === undefined
      ? []
      : [`multihop local-address ${address(it.multihopFrom)}`]),
    ...(it.vrf === undefined ? [] : [`vrf ${name(it.vrf)}`]),
    ...(it.device === undefined ? [] : [`interface ${device(it.device)}`]),
  ];
  return [words.join(" "), `  profile ${name(it.profile)}`, " exit", " !"];
}
