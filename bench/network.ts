/** The library's side of the benchmark: `network.ts <network> <size> <outdir>`. */
import { App } from "cdktf";
import { measure } from "./measure";
import { NetworkName, NETWORKS } from "./networks";

const [name, size, outdir] = process.argv.slice(2);

measure(() => {
  const app = new App({ outdir });
  NETWORKS[name as NetworkName](app, Number(size));
  app.synth();
});
