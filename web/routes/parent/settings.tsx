import { createFileRoute } from '@tanstack/react-router';
import { WishesScreen } from '../../features/parents/wishes-screen.tsx';

export const Route = createFileRoute('/_app/parent/settings')({ component: WishesScreen });
