/** The plan by its slices; where one is enough, its file is imported alone. */
export * from "./additions";
export * from "./bfd";
export * from "./bgp";
export * from "./gateway";
export * from "./inside";
export * from "./network";
export * from "./pic";
export * from "./slices";
export * from "./vpn";
