/**
 * The one door to cdktf: apps on CDK Terrain install it under cdktf's name, and nothing else in
 * the library needs to know.
 */
export {
  Annotations,
  Fn,
  Lazy,
  TerraformElement,
  TerraformProvider,
  TerraformResource,
  TerraformStack,
  TerraformVariable,
  Token,
} from "cdktf";
export type { IResolveContext, ISynthesisSession } from "cdktf";
export { addCustomSynthesis } from "cdktf/lib/synthesize/synthesizer";
export { NullProvider } from "@cdktf/provider-null/lib/provider";
export { Resource as NullResource } from "@cdktf/provider-null/lib/resource";
