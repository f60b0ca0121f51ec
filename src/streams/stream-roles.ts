// Roles of finished streams. Endpoints are counted only where the opening was not captured: a capture of a million
// whole connections needs none of it.

import { inferredRole, seenRole, type Role } from '../tcp/roles.ts';
import type { RoleClues } from './finished-stream.ts';

/** How many streams each endpoint takes part in, of those endpoints that were asked for. */
export class EndpointUses {
  private readonly uses = new Map<number, number>();

  /** The endpoints of a stream are asked for when nothing else tells its roles. */
  askFor({ synSide, synAckSide, endpoints }: RoleClues): void {
    if (seenRole(synSide, synAckSide) !== null) return;
    for (const endpoint of endpoints) this.uses.set(endpoint, 0);
  }

  get isEmpty(): boolean {
    return this.uses.size === 0;
  }

  count({ endpoints }: RoleClues): void {
    for (const endpoint of endpoints) {
      const uses = this.uses.get(endpoint);
      if (uses !== undefined) this.uses.set(endpoint, uses + 1);
    }
  }

  roleOf({ synSide, synAckSide, ports, endpoints }: RoleClues): Role {
    const seen = seenRole(synSide, synAckSide);
    if (seen !== null) return seen;
    return inferredRole(ports, [this.usesOf(endpoints[0]), this.usesOf(endpoints[1])]);
  }

  private usesOf(endpoint: number): number {
    return this.uses.get(endpoint) ?? 0;
  }
}
