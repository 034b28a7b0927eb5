import { useQuery } from '@tanstack/react-query';
import { removalImpactQuery } from './impact.queries.ts';
import { ImpactLine } from './impact-line.tsx';

/** Whom a removal keeps from what, below the question whether it is meant; as soon as it is known. */
export function RemovalImpact({ of }: { of: Parameters<typeof removalImpactQuery>[0] }) {
  return <ImpactLine impact={useQuery(removalImpactQuery(of)).data} />;
}
