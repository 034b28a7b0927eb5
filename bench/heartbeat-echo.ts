import Fastify from 'fastify';

/** A bare server that answers a heartbeat's body with itself: what HTTP alone costs here. */
const app = Fastify();
app.post('/echo', (request) => request.body);
await app.listen({ port: 0, host: '127.0.0.1' });
process.send?.(app.addresses()[0]);
process.on('disconnect', () => process.exit());
