/** Who waits for a parcel: may call it off, and hears how much has gone and what holds it up; undefined once nothing does. */
export type Told = {
  signal: AbortSignal;
  onSent: (sent: number) => void;
  onTrouble: (code: string | undefined) => void;
};

/** It does not go now, and others shall not wait for it. */
export class Postponed extends Error {
  readonly code: string;
  constructor(code: string) {
    super(`postponed: ${code}`);
    this.name = 'Postponed';
    this.code = code;
  }
}
