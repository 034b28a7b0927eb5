import { createFileRoute } from '@tanstack/react-router';
import { BoardScreen } from '../../features/clinic/board-screen.tsx';

export const Route = createFileRoute('/_app/staff/clinic/')({ component: BoardScreen });
