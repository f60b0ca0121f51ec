// Roles of finished streams. Endpoints are counted only where the opening was not captured: a capture of a million
// whole connections needs none of it.

import { inferredRole, seenRole, type Role } from '../tcp/roles.ts';
import type { SharedNumbers, SideNumbers } from './finished-stream.ts';

type Sides = readonly [SideNumbers, SideNumbers];

/** How many streams each endpoint takes part in, of those endpoints that were asked for. */
export class EndpointUses {
  private readonly uses = new Map<number, number>();

  /** Endpoints of a stream that nothing else tells the roles of. */
  askFor(sides: Sides): void {
    for (const side of sides) this.uses.set(endpointKey(side), 0);
  }

  get isEmpty(): boolean {
    return this.uses.size === 0;
  }

  count(sides: Sides): void {
    for (const side of sides) {
      const key = endpointKey(side);
      const uses = this.uses.get(key);
      if (uses !== undefined) this.uses.set(key, uses + 1);
    }
  }

  roleOf(shared: SharedNumbers, sides: Sides): Role {
    const seen = seenRole(shared.synSide, shared.synAckSide);
    if (seen !== null) return seen;
    const [a, b] = sides;
    return inferredRole([a.port, b.port], [this.usesOf(a), this.usesOf(b)]);
  }

  private usesOf(side: SideNumbers): number {
    return this.uses.get(endpointKey(side)) ?? 0;
  }
}

const endpointKey = (side: SideNumbers): number => side.address * 0x10000 + side.port;
