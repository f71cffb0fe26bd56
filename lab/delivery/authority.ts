import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../processes";
import type { LabFile } from "../topology/schema";

/** openssl's settings. A revocation list comes from a database of its own. */
const settings = (folder: string) => `[req]
distinguished_name = subject
[subject]
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[ca]
default_ca = lab
[lab]
database = ${folder}/index
crlnumber = ${folder}/number
default_md = sha384
default_crl_days = 7
crl_extensions = list
[list]
authorityKeyIdentifier = keyid
`;

/** What {{names}} about certificates stand for, by gateway: made for this run, and only if a file asks. */
export async function certificateValues(
  lab: LabFile,
  folder: string,
): Promise<(gateway: string) => Record<string, string>> {
  const texts = Object.values(lab.gateways).flatMap(({ files }) => Object.values(files));
  if (!texts.some((text) => /\{\{\s*(authority|own)\./.test(text))) return () => ({});
  const authority = new Authority(folder);
  await authority.make();
  const ids = Object.keys(lab.gateways);
  for (const id of ids) {
    const addresses = lab.gateways[id].uplink.addresses.map((one) => one.split("/")[0]);
    await authority.certify(id, addresses);
  }
  const shared: Record<string, string> = {
    "authority.certificate": await authority.text("authority.pem"),
    "authority.crl": await authority.revocationList([]),
  };
  for (const id of ids) shared[`authority.crl.${id}`] = await authority.revocationList([id]);
  const own = new Map<string, Record<string, string>>();
  for (const id of ids)
    own.set(id, {
      "own.certificate": await authority.text(`${id}.pem`),
      "own.privateKey": await authority.text(`${id}.key`),
    });
  return (gateway) => ({ ...shared, ...own.get(gateway) });
}

/** A certificate authority in a folder. */
class Authority {
  constructor(private readonly folder: string) {}

  async make(): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    await writeFile(this.path("settings"), settings(this.folder));
    await this.key("authority");
    await this.openssl(
      ...["req", "-x509", "-new", "-key", this.path("authority.key"), "-days", "7"],
      ...["-config", this.path("settings"), "-extensions", "authority"],
      ...["-subj", "/O=lab/CN=authority", "-out", this.path("authority.pem")],
    );
  }

  /** A key and a certificate for a gateway: its name and addresses are in subjectAltName. */
  async certify(id: string, addresses: string[]): Promise<void> {
    const names = [`DNS:${id}`, ...addresses.map((one) => `IP:${one}`)].join(", ");
    const extensions = `subjectAltName = ${names}\nauthorityKeyIdentifier = keyid\n`;
    await writeFile(this.path(`${id}.extensions`), extensions);
    await this.key(id);
    await this.openssl(
      ...["req", "-new", "-key", this.path(`${id}.key`), "-config", this.path("settings")],
      ...["-subj", `/O=lab/CN=${id}`, "-out", this.path(`${id}.request`)],
    );
    await this.openssl(
      ...["x509", "-req", "-in", this.path(`${id}.request`), "-days", "7"],
      ...["-CA", this.path("authority.pem"), "-CAkey", this.path("authority.key")],
      ...["-CAcreateserial", "-extfile", this.path(`${id}.extensions`)],
      ...["-out", this.path(`${id}.pem`)],
    );
  }

  /** The list that revokes these gateways' certificates; a longer one is a later one. */
  async revocationList(ids: string[]): Promise<string> {
    const own = this.path(["list", ...ids].join("-"));
    await mkdir(own);
    await writeFile(join(own, "settings"), settings(own));
    await writeFile(join(own, "index"), "");
    await writeFile(join(own, "number"), `0${ids.length + 1}\n`);
    const signer = ["-cert", this.path("authority.pem"), "-keyfile", this.path("authority.key")];
    const call = (...words: string[]) =>
      this.openssl("ca", "-config", join(own, "settings"), ...signer, ...words);
    for (const id of ids) await call("-revoke", this.path(`${id}.pem`));
    await call("-gencrl", "-out", join(own, "crl.pem"));
    return readFile(join(own, "crl.pem"), "utf8");
  }

  text(file: string): Promise<string> {
    return readFile(this.path(file), "utf8");
  }

  private path(file: string): string {
    return join(this.folder, file);
  }

  private key(name: string): Promise<void> {
    const curve = ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"];
    return this.openssl("genpkey", ...curve, "-out", this.path(`${name}.key`));
  }

  private async openssl(...words: string[]): Promise<void> {
    await run("openssl", words, { timeLimit: 20 });
  }
}
