/**
 * A value that only Terraform knows (an elastic address, a secret) stands in planned text as
 * `@{name}`; the delivery replaces it. Values that are planned on can never be one.
 */
const PLACEHOLDER = /@\{([A-Za-z0-9][A-Za-z0-9._-]*)\}/g;
const WHOLE = /^@\{[A-Za-z0-9][A-Za-z0-9._-]*\}$/;

/**
 * A placeholder that this library made for a token of the app. The app's own texts may look like one, and
 * are refused: nothing that the app writes is replaced by a value that it did not put there, such as a secret.
 */
export class Placeholder {
  constructor(private readonly name: string) {}

  /** As planned text has it; the name is checked with the gateway's, which it is made of. */
  get text(): string {
    return `@{${this.name}}`;
  }
}

export function placeholder(name: string): string {
  const text = `@{${name}}`;
  if (!isPlaceholder(text)) throw new RangeError(`not a placeholder name: ${name}`);
  return text;
}

export function isPlaceholder(text: string): boolean {
  return WHOLE.test(text);
}

/** Names of the placeholders in a text, each once, sorted. */
export function placeholdersIn(text: string): string[] {
  return [...new Set([...text.matchAll(PLACEHOLDER)].map((match) => match[1]!))].sort();
}

/** Text around the placeholders, for checks that must not see them. */
export function withoutPlaceholders(text: string): string {
  return text.replace(PLACEHOLDER, "x");
}

/** Name of the placeholder that stands for every prefix which the address of another placeholder is in. */
export function coveringName(name: string): string {
  return `${name}.covering`;
}

/** The same, by the address's placeholder. */
export function coveringPlaceholder(address: string): string {
  return placeholder(coveringName(placeholdersIn(address)[0]!));
}

/** Name of the placeholder that stands for a secret as one word of frr.conf. */
export function routingKeyName(name: string): string {
  return `key.${name}`;
}

/** Name of the placeholder that stands for the base64 of a secret. */
export function secretPlaceholderName(name: string): string {
  return `secret.${name}`;
}
