import { createFileRoute } from '@tanstack/react-router';
import { EffectScreen } from '../../features/clinic/effect-screen.tsx';

export const Route = createFileRoute('/_app/staff/clinic/effect')({ component: EffectScreen });
