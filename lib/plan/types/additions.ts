import { AdditionsIntent } from "../../model/additions";

/** What the app adds in a daemon's own words; by the method that adds it, as the app gave it; a peer by its name. */
export type AdditionsPlan = AdditionsIntent;
