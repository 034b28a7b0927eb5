import { createFileRoute } from '@tanstack/react-router';
import { OutboxScreen } from '../../features/notices/outbox-screen.tsx';

export const Route = createFileRoute('/_app/admin/outbox')({ component: OutboxScreen });
