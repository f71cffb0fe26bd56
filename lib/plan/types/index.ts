/** The plan by its slices; whoever needs one slice imports that alone. */
export * from "./bfd";
export * from "./bgp";
export * from "./gateway";
export * from "./inside";
export * from "./network";
export * from "./repair";
export * from "./vpn";
