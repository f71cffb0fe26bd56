import { copied } from "../network/given";

/** What Azure's metadata service gives a token for, and the version of the API that takes it. */
const AZURE_STORAGE = "https%3A%2F%2Fstorage.azure.com%2F";
const AZURE_VERSION = "2021-08-06";

/**
 * Where a new machine fetches its payload from, where that is too large for user data: an object of a store, or a file of
 * any server. The app puts `gateway.payload` there. The machine tries each ten seconds, for an hour; what has another
 * SHA-256 than was planned changes nothing, which the journal of cloud-init says.
 */
export class PayloadSource {
  /**
   * By HTTPS without more: an address that is secret by itself, such as a pre-signed one, or one that the machine's
   * network alone reaches. It has to be good for as long as machines are made.
   */
  public static url(url: string): PayloadSource {
    return new PayloadSource({ kind: "url", url });
  }

  /**
   * An object in a bucket of Google Cloud Storage, with the token of the machine's service account from the metadata
   * service. The account needs `storage.objects.get`, and the scope `devstorage.read_only`.
   *
   * @param bucket its name
   * @param name the object's name in it
   */
  public static googleStorage(bucket: string, name: string): PayloadSource {
    return new PayloadSource({
      kind: "url",
      url: `https://storage.googleapis.com/${bucket}/${name}`,
      token: {
        url: "http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/token",
        headers: { "Metadata-Flavor": "Google" },
      },
    });
  }

  /**
   * A blob of Azure by its address, with the token of the machine's managed identity from the metadata service. The
   * identity needs the role Storage Blob Data Reader.
   */
  public static azureBlob(url: string): PayloadSource {
    return new PayloadSource({
      kind: "url",
      url,
      headers: { "x-ms-version": AZURE_VERSION },
      token: {
        url: `http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=${AZURE_STORAGE}`,
        headers: { Metadata: "true" },
      },
    });
  }

  /**
   * What a command prints, without a shell: `["aws", "s3", "cp", "s3://bucket/office", "-"]` with the machine's instance
   * profile.
   *
   * @param command its words, the program first
   * @param packages of the distribution that have the command, such as `awscli`; installed before
   */
  public static command(command: string[], packages?: string[]): PayloadSource {
    const brought = packages === undefined ? {} : { packages: copied(packages) };
    return new PayloadSource({ kind: "command", command: copied(command), ...brought });
  }

  /** @internal */
  public readonly _intent: object;

  private constructor(intent: object) {
    this._intent = intent;
  }
}
