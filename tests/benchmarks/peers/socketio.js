// node socketio.js PORT: the smallest room on the package `socket.io`.
const { createServer } = require("node:http");
const { Server } = require("socket.io");

const http = createServer();
const server = new Server(http, { transports: ["websocket"], pingInterval: 600000 });
server.on("connection", (socket) => {
  socket.on("said", (text) => server.emit("said", text));
});
http.listen(Number(process.argv[2]), "127.0.0.1");
