/** The resource that carries the provisioners of a gateway. */
export enum ProvisioningResource {
  /** `null_resource` of the null provider. */
  NULL_RESOURCE = "null_resource",
  /** `terraform_data`, built into Terraform (1.4) and OpenTofu: no provider to download. */
  TERRAFORM_DATA = "terraform_data",
}
