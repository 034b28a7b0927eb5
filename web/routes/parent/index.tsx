import { createFileRoute } from '@tanstack/react-router';
import { ParentHome } from '../../features/home/parent-home.tsx';

export const Route = createFileRoute('/_app/parent/')({ component: ParentHome });
