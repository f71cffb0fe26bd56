import { Component } from "../footprint";
import { program } from "../program";

/** What makes a gateway the last choice (programs/drain.sh); others learn of it by BGP. */
export const drain: Component = ({ bgp, overSsh }) =>
  bgp && overSsh && { files: [program("drain.sh")] };
