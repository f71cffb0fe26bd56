import { AdditionsIntent } from "../../model/additions";

/** What the app adds in a daemon's own words; by the method that adds it, as the app gave it. */
export type AdditionsPlan = AdditionsIntent;
