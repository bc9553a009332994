/// <reference types="astro/client" />

declare namespace App {
  type PageLocals = import('./services.ts').PageLocals;

  /** What every page finds in `Astro.locals`. */
  interface Locals extends PageLocals {}
}
